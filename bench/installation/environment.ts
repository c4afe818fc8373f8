const ours = /^(PACE|OIDC)_|^(DATABASE_URL|TEMPORAL_ADDRESS|TEMPORAL_NAMESPACE|SMTP_URL|MAIL_FROM|NODE_ENV)$/

/** An environment without settings of PACE: no benchmark writes into a database that somebody else has set. */
export function environmentWithoutSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !ours.test(name)))
}
