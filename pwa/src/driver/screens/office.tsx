// The screens that a driver seldom needs, as one part of the app.
export {Ahead, Elsewhen} from './ahead';
export {InstallHint} from '../install-hint';
export {KeepData} from '../keep-data';
export {Trouble} from '../trouble';
export {PushOffer} from '../push-here';
export {Enrol} from './enrol';
export {Locked} from './locked';
export {Papers} from './papers';
export {Outbox} from './outbox';
export {OpenSettings, Settings} from './settings';
export {SettingsPanel} from '../../ui/settings-panel';
