import { ExplainedError } from '../ops/explained-error'
import { readEmbedded } from '../ops/launcher/embedded'
import { dataDirectory } from '../ops/project'
import { practiceToken } from '../ops/sign-in/practice-token'

/**
 * `pace token`: prints an access token for a practice user, and nothing else.
 * @throws ExplainedError when the embedded sign-in is not running, is not the one in use, or refuses
 */
export async function printToken(role: string, locality: string | undefined): Promise<void> {
  const dataDir = dataDirectory(process.env)
  const issuer = readEmbedded(dataDir)?.OIDC_ISSUER
  const elsewhere = process.env.OIDC_ISSUER
  if (elsewhere && elsewhere !== issuer) {
    throw new ExplainedError(
      `OIDC_ISSUER is ${elsewhere}, and practice tokens come from the embedded sign-in only. Ask that sign-in for a token, or unset OIDC_ISSUER and start PACE with \`npm start\`.`,
    )
  }
  if (issuer === undefined) {
    throw new ExplainedError(
      `No embedded sign-in runs on the data in ${dataDir}. Start PACE with \`npm start\` and ask again when it is ready; if it runs on other data, set PACE_DATA_DIR as it was set there.`,
    )
  }
  const token = await practiceToken({
    issuer,
    dataDir,
    role,
    ...(locality === undefined ? {} : { locality }),
  })
  process.stdout.write(`${token}\n`)
}
