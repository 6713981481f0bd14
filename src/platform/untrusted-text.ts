/*
 * Texts of other people's servers and mails may be a megabyte of one character: each pattern here walks over a text once,
 * whatever stands in it. One that may begin anywhere and run to the end would walk once for every character.
 */

/** The words of HTML, with `put` in the place of tags; scripts and styles go with what is in them. */
export function withoutTags(html: string, put: string): string {
  return html.replace(/<(script|style)\b(?:(?!<\1\b)[\s\S])*?<\/\1>/gi, put).replace(/<[^<>]*>/g, put);
}

/** Nobody's mail address: each, with the brackets around it, becomes `<…>`. */
export function withoutAddresses(text: string): string {
  return text.replace(/<?(?<![^\s<>@"':;,])[^\s<>@"':;,]+@[^\s<>@"':;,]+>?/g, '<…>');
}
