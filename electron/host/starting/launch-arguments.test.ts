import { describe, expect, it } from 'vitest'
import { readLaunch, targetOf } from './launch-arguments.ts'

describe('a link into the app', () => {
  it('names a report or a room', () => {
    expect(targetOf('rapporteur://report/01JABC')).toEqual({
      kind: 'report',
      reportOid: '01JABC',
    })
    expect(targetOf('rapporteur://room/stand-up~1/')).toEqual({
      kind: 'room',
      roomOid: 'stand-up~1',
    })
  })

  it('is nothing if we never made such a one', () => {
    for (const link of [
      'rapporteur://report/',
      'rapporteur://report',
      'rapporteur://settings/smtp',
      'rapporteur://report/a/b',
      'rapporteur://report/%2e%2e%2f',
      'rapporteur://report/a?x=1',
      'rapporteur://report/a#x',
      `rapporteur://report/${'a'.repeat(129)}`,
      'rapporteur:report/a',
      'https://report/a',
      'not a link',
    ]) {
      expect(targetOf(link), link).toBeNull()
    }
  })
})

describe('a command line', () => {
  const read = (argv: string[], skip = 1) => readLaunch(argv, { cwd: '/home/ada', skip })

  it('takes file URLs, as file managers write them, but none of another host', () => {
    const { paths } = read([
      'rapporteur',
      'file:///srv/a%20room.ndjson',
      'FILE://localhost/srv/%C3%A4.zip',
      'file://elsewhere/srv/b.zip',
      'file:///srv/a%2Fb',
    ])
    expect(paths).toEqual([
      '/srv/a room.ndjson',
      '/srv/ä.zip',
      '/home/ada/file:/elsewhere/srv/b.zip',
      '/home/ada/file:/srv/a%2Fb',
    ])
  })

  it('gives files and folders as absolute paths, and links as what they name', () => {
    expect(
      read([
        'rapporteur',
        'rooms.ndjson',
        '/exports/slack.zip',
        'rapporteur://room/standup',
        'irc',
      ]),
    ).toEqual({
      paths: ['/home/ada/rooms.ndjson', '/exports/slack.zip', '/home/ada/irc'],
      targets: [{ kind: 'room', roomOid: 'standup' }],
    })
  })

  it('takes no switch and no program for a file', () => {
    expect(
      read(['electron', '--inspect=0', '--no-sandbox', '/app', '--user-data-dir=/tmp/x'], 2),
    ).toEqual({ paths: [], targets: [] })
    expect(read(['electron', '--inspect=0', '/app', 'a.zip'], 2).paths).toEqual(['/home/ada/a.zip'])
    expect(read([]).paths).toEqual([])
  })

  it('imports no link that names nothing', () => {
    expect(read(['rapporteur', 'RAPPORTEUR://evil/x'])).toEqual({ paths: [], targets: [] })
  })
})
