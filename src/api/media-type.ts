/** The media type of a `Content-Type` header in small letters, without parameters; `undefined` when there is none. */
export function mediaTypeOf(contentType: string | undefined): string | undefined {
  return contentType?.split(';')[0]?.trim().toLowerCase();
}
