import {phoneStore} from './phone-store';
import {storageSuite} from './testing/suite';

let name = '';
let opened = 0;

storageSuite(
  'the store on IndexedDB',
  () => phoneStore({name: (name = `suite-${++opened}`)}),
  () => phoneStore({name}),
);
