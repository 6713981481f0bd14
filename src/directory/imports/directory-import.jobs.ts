/** Loads a file of users into a new version of the directory. */
export const LOAD_DIRECTORY = {
  queue: 'load-directory',
  why: 'A file of a million users takes a minute to load, and it goes on where it was after a restart.',
} as const;

/** Row of `tasks`. */
export interface LoadDirectoryData {
  taskId: string;
}

/** Forgets a file that nobody went on with. */
export const FORGET_UPLOAD = {
  queue: 'forget-upload',
  why: 'An uploaded file holds personal data: a day later it is deleted, whatever became of it.',
} as const;

/** Row of `directory_imports`. */
export interface ForgetUploadData {
  importId: string;
}
