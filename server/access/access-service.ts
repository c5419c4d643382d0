import { randomBytes, randomUUID } from 'node:crypto'
import type { NewApiToken, Role } from '../contract/access.ts'
import type {
  Access,
  AccountChange,
  AuditKind,
  AuditLine,
  SignedInPerson,
  StoredAccount,
  StoredToken,
} from '../ports/access.ts'
import type { RoomLimits } from '../ports/room-limits.ts'
import { owner, type Sessions } from '../ports/sessions.ts'
import { secretHash } from './secret-hash.ts'

/** Who asks, and what they may. */
export interface Who {
  kind: AuditKind
  name: string | null
  role: Role
  /** Milliseconds; null: never. */
  endsAt: number | null
  /** Whose sessions those are that they begin. */
  holder: string
  /** By which it is said to what groups of people they belong; null: the owner, who sees everything. */
  memberOid: string | null
  /** Milliseconds: when their provider vouched for them last. Absent where none did. */
  vouchedAt?: number | undefined
}

export const theOwner: Who = {
  kind: 'owner',
  name: null,
  role: 'admin',
  endsAt: null,
  holder: owner,
  memberOid: null,
}

export interface AccessService {
  /** Null for a token that is not there any more, or whose time is over. */
  byToken(secret: string): Promise<Who | null>
  /** Who holds a session; null for one who may not come in any more. */
  byHolder(holder: string): Promise<Who | null>
  /** @returns with the token itself, which is told this once; null where a token of this name is there */
  makeToken(wanted: NewApiToken): Promise<(StoredToken & { token: string }) | null>
  tokens(): Promise<readonly StoredToken[]>
  /** Its streams and sessions end at once, on every node. False if there was none. */
  removeToken(tokenOid: string): Promise<boolean>
  /** Somebody whom a provider knows, with the groups that it says; null for one who may not come in. */
  signIn(person: SignedInPerson & { groups: readonly string[] }): Promise<Who | null>
  /** Groups of people of accounts and tokens, by their ids. */
  members: RoomLimits['members']
  /** What an admin says. */
  setGroups(memberOid: string, own: readonly string[]): Promise<void>
  /** Who alone may see rooms. */
  limits: RoomLimits['list']
  setLimits: RoomLimits['set']
  accounts(): Promise<readonly StoredAccount[]>
  /** Sessions of somebody who may not come in any more end at once. Null if there is no such account. */
  changeAccount(accountOid: string, change: AccountChange): Promise<StoredAccount | null>
  /** Keeps what somebody did. */
  note(who: Who, did: Pick<AuditLine, 'method' | 'path' | 'status'>): Promise<void>
  notes: Access['notes']
}

/** So that a leaked one is found by those who look for secrets, and known for ours. */
const prefix = 'rpt_'
/** Lines of the audit that are kept: years of a team, some megabytes. */
const maxNotes = 100_000
/** When a token was used last is kept to the minute, so that reading does not write. */
const usedEveryMs = 60_000

/** Whose sessions they are: before the hash of a token, and before the id of an account. */
const [tokenHolder, accountHolder] = ['token:', 'account:']

/** The role of an account; null for somebody who may not come in. */
export const accountRole = ({ ownRole, claimRole, isBarred }: StoredAccount): Role | null =>
  isBarred ? null : (ownRole ?? claimRole)

function personOf(account: StoredAccount | null): Who | null {
  const role = account && accountRole(account)
  if (account === null || role === null) return null
  const { accountOid, name, email, lastSeenAt } = account
  return {
    kind: 'person',
    name: name ?? email,
    role,
    endsAt: null,
    holder: accountHolder + accountOid,
    memberOid: accountOid,
    vouchedAt: lastSeenAt,
  }
}

/** Tokens of programs with a role and an end, and who did what. */
export function createAccess(
  {
    access,
    sessions,
    roomLimits,
  }: { access: Access; sessions: Pick<Sessions, 'endAllOf'>; roomLimits: RoomLimits },
  /** Told once somebody may see other rooms than before. */
  onSeen: () => Promise<void> = async () => undefined,
  now: () => number = Date.now,
): AccessService {
  /** Without a limit nobody sees other rooms for it, and no stream need end. */
  const seenAnew = async (): Promise<void> => {
    if ((await roomLimits.list()).length > 0) await onSeen()
  }
  async function byHash(hash: string): Promise<Who | null> {
    const token = await access.tokenOf(hash)
    if (token === null || (token.endsAt !== null && token.endsAt <= now())) return null
    const { tokenOid, name, role, endsAt, lastUsedAt } = token
    if (lastUsedAt === null || now() - lastUsedAt >= usedEveryMs) {
      // A full disk must not keep anybody out.
      await access.tokenUsed(tokenOid, now()).catch(() => undefined)
    }
    return { kind: 'token', name, role, endsAt, holder: tokenHolder + hash, memberOid: tokenOid }
  }
  return {
    byToken: async (secret) => (secret.startsWith(prefix) ? byHash(secretHash(secret)) : null),
    async byHolder(holder) {
      if (holder === owner) return theOwner
      if (holder.startsWith(accountHolder)) {
        return personOf(await access.account(holder.slice(accountHolder.length)))
      }
      return holder.startsWith(tokenHolder) ? byHash(holder.slice(tokenHolder.length)) : null
    },
    async makeToken({ name, role, endsAt = null }) {
      const secret = prefix + randomBytes(32).toString('base64url')
      const token: StoredToken = {
        tokenOid: randomUUID(),
        name,
        role,
        createdAt: now(),
        endsAt: endsAt === null ? null : Date.parse(endsAt),
        lastUsedAt: null,
      }
      const isNew = await access.addToken(secretHash(secret), token)
      return isNew ? { ...token, token: secret } : null
    },
    tokens: () => access.tokens(),
    async removeToken(tokenOid) {
      const hash = await access.removeToken(tokenOid)
      if (hash !== null) await sessions.endAllOf(tokenHolder + hash)
      return hash !== null
    },
    async signIn({ groups, ...person }) {
      const account = await access.signedIn(person, now())
      const { accountOid } = account
      const { claimed } = await roomLimits.groupsOf(accountOid)
      if (JSON.stringify(claimed) !== JSON.stringify(groups)) {
        await roomLimits.setMember(accountOid, { claimed: groups })
        await seenAnew()
      }
      return personOf(account)
    },
    members: () => roomLimits.members(),
    async setGroups(memberOid, own) {
      await roomLimits.setMember(memberOid, { own })
      await seenAnew()
    },
    limits: () => roomLimits.list(),
    async setLimits(...limits) {
      await roomLimits.set(...limits)
      await onSeen()
    },
    accounts: () => access.accounts(),
    async changeAccount(accountOid, change) {
      const account = await access.changeAccount(accountOid, change)
      if (change.ownRole !== undefined) await seenAnew()
      if (account !== null && accountRole(account) === null) {
        await sessions.endAllOf(accountHolder + accountOid)
      }
      return account
    },
    note: ({ kind, name }, did) => access.note({ at: now(), kind, name, ...did }, maxNotes),
    notes: (page) => access.notes(page),
  }
}
