import pg from 'pg'

/** Asks the database itself what no node would tell. */
export interface DatabaseView {
  /** Reports that this node holds although they have not come to rest. */
  held(owner: string): Promise<number>
  /** Nodes that hold reports, those with most of them first. */
  busiest(): Promise<string[]>
  /** When the summary of a report was kept, by the id of the report. */
  summarized(): Promise<Map<string, string>>
  /** Rows of reports that have not come to rest, for whoever looks for the reason. */
  unsettled(): Promise<object[]>
}

const unsettled = `(state NOT IN ('finished', 'failed', 'cancelled') OR delivery IN ('pending', 'sending'))`

export function viewOf(databaseUrl: string): DatabaseView {
  const rows = async <Row>(text: string, parameters: unknown[] = []): Promise<Row[]> => {
    const client = new pg.Client(databaseUrl)
    await client.connect()
    try {
      return (await client.query(text, parameters)).rows as Row[]
    } finally {
      await client.end()
    }
  }
  return {
    held: async (owner) =>
      (await rows(`SELECT 1 FROM reports WHERE owner = $1 AND ${unsettled}`, [owner])).length,
    busiest: async () =>
      (
        await rows<{ owner: string }>(
          `SELECT owner FROM reports WHERE owner IS NOT NULL GROUP BY owner ORDER BY count(*) DESC, owner`,
        )
      ).map(({ owner }) => owner),
    summarized: async () =>
      new Map(
        (
          await rows<{ oid: string; at: string }>(
            `SELECT report_oid AS oid, made_at AS at FROM checkpoints WHERE stage = 'summarizing'`,
          )
        ).map(({ oid, at }) => [oid, at]),
      ),
    unsettled: () => rows(`SELECT * FROM reports WHERE ${unsettled}`),
  }
}
