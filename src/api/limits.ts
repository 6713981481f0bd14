/** A certificate's file: an archive may be this large, a bare certificate is held to 64 KiB by its reader. */
export const CERTIFICATE_LIMIT = 1024 * 1024;
/** A scan of the signed letter. */
export const SCAN_LIMIT = 20 * 1024 * 1024;
/** A detached signature. */
export const SIGNATURE_LIMIT = 1024 * 1024;
/** A JSON body. */
export const JSON_LIMIT = 64 * 1024;
