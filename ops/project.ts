import path from 'node:path'

/** The project's root folder: where package.json lies. */
export const projectRoot = path.resolve(__dirname, '..')

/** Where things that can be fetched again are kept. It survives `npm ci`, which empties node_modules. */
export const cacheRoot = path.join(projectRoot, '.cache')

/** The folder of verified Temporal engines. */
export const engineCache = path.join(cacheRoot, 'engine')

/** The data folder of this installation: PACE_DATA_DIR, read from the project's root when it is relative, else `.pace`. */
export function dataDirectory(env: NodeJS.ProcessEnv): string {
  return path.resolve(projectRoot, env.PACE_DATA_DIR || '.pace')
}
