/** A certificate's file: an archive may be this large, a bare certificate is held to 64 KiB by its reader. */
export const CERTIFICATE_LIMIT = 1024 * 1024;
/** A scan of the signed letter. */
export const SCAN_LIMIT = 20 * 1024 * 1024;
/** A detached signature. */
export const SIGNATURE_LIMIT = 1024 * 1024;
/** A JSON body. */
export const JSON_LIMIT = 64 * 1024;
/** Bodies that are read as a stream; the application registers them for this address only. */
export const DIRECTORY_MEDIA_TYPES: Readonly<Record<string, 'csv' | 'json-lines'>> = { 'text/csv': 'csv', 'application/x-ndjson': 'json-lines', 'application/jsonl': 'json-lines' };
/** Where they are read. */
export const DIRECTORY_PATH = '/api/v1/directory';
/** Batches of failed imports. */
export const BATCHES_PATH = '/api/v1/batches';
/** More than the service takes of a batch, so that it is the one to say so. */
export const BATCH_STREAM_LIMIT = 1024 ** 3;
