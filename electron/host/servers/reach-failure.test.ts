import { expect, it } from 'vitest'
import { reachFailure } from './reach-failure.ts'

const failure = (message: string) => {
  const { code, params } = reachFailure(new Error(message), 'reports.example.org')
  return { code, ...params }
}

it('tells certificates plainly, and each from a server that is not there', () => {
  const host = 'reports.example.org'
  const certificate = { code: 'server_certificate', host }
  expect(failure('net::ERR_CERT_DATE_INVALID')).toEqual({ ...certificate, context: 'date' })
  expect(failure('net::ERR_CERT_COMMON_NAME_INVALID')).toEqual({ ...certificate, context: 'name' })
  expect(failure('net::ERR_CERT_AUTHORITY_INVALID')).toEqual({ ...certificate, context: 'unknown' })
  expect(failure('net::ERR_SSL_PROTOCOL_ERROR')).toEqual({
    ...certificate,
    text: 'ERR_SSL_PROTOCOL_ERROR',
  })
  const gone = { code: 'server_unreachable', host }
  expect(failure('net::ERR_NAME_NOT_RESOLVED')).toEqual({ ...gone, context: 'name' })
  expect(failure('net::ERR_CONNECTION_REFUSED')).toEqual({ ...gone, context: 'refused' })
  expect(failure('net::ERR_CONNECTION_RESET')).toEqual({ ...gone, text: 'ERR_CONNECTION_RESET' })
  expect(failure('it broke')).toEqual({ ...gone, text: 'it broke' })
})
