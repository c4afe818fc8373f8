/** What a person is called: their name where the directory knows one, else their id. */
export type NameOf = (id: string) => string
