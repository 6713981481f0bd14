import { createParamDecorator } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { DomainError } from '../platform/domain-error.js';
import { mediaTypeOf } from './media-type.js';

/** The JSON body of a call, `undefined` when there is none. What pages send as a form is no JSON here. @throws DomainError `unsupported-media-type`. */
export const JsonBody = createParamDecorator((_: unknown, context): unknown => {
  const { headers, body } = context.switchToHttp().getRequest<FastifyRequest>();
  const mediaType = mediaTypeOf(headers['content-type']);
  if (mediaType !== undefined && mediaType !== 'application/json') throw new DomainError('unsupported', 'unsupported-media-type');
  return body;
});
