import type Provider from 'oidc-provider'
import type { KoaContextWithOIDC } from 'oidc-provider'

/**
 * Makes the provider forget who signed in as soon as it has told the pages. So it asks each time who one wants to be,
 * one browser can be one person after another, and nobody is left to be signed out: a sign-out that the pages ask for
 * leads back to them at once, without a question.
 */
export function askEachTime(provider: Provider, sessionCookie: string): void {
  provider.use(async (ctx, next) => {
    await next()
    const { oidc } = ctx as Partial<KoaContextWithOIDC>
    if (oidc?.route !== 'resume' && oidc?.route !== 'end_session') return
    if (oidc.session !== undefined) {
      await oidc.session.destroy()
      ctx.cookies.set(sessionCookie, null, { overwrite: true })
    }
    // in place of the library's page, which sends itself by a script
    if (oidc.route === 'end_session' && ctx.status === 200) ctx.redirect(afterSignOut(oidc))
  })
}

/** The address was checked: without a client that registered it there is none. */
function afterSignOut(oidc: KoaContextWithOIDC['oidc']): string {
  const { post_logout_redirect_uri: back, state } = oidc.params ?? {}
  if (typeof back !== 'string') return oidc.urlFor('end_session_success')
  const address = new URL(back)
  if (typeof state === 'string') address.searchParams.set('state', state)
  return address.href
}
