/** What the processes of the peers are told when they start, in the variable BENCH_PEERS. */
export interface PeersPlan {
  /** The peers' own database, on the PostgreSQL of the installation under test. */
  readonly databaseUrl: string
  readonly issuer: string
  readonly audience: string
  /** What each request is answered with: as large as an answer of PACE, since it is one. */
  readonly answer: object
  readonly journeyIds: readonly string[]
}

export function planInEnvironment(plan: PeersPlan): NodeJS.ProcessEnv {
  return { BENCH_PEERS: JSON.stringify(plan) }
}

export function planOf(env: NodeJS.ProcessEnv): PeersPlan {
  return JSON.parse(env['BENCH_PEERS'] ?? '') as PeersPlan
}

/** What the process of the HTTP shell says once it listens. */
export interface ShellListens {
  readonly port: number
}
