// What the workers of the engine can run. The names are those of contracts/.
export { importing } from './importing'
export { journey } from './journey'
export { meetingPack } from './meeting-pack'
export { notices } from './notices'
