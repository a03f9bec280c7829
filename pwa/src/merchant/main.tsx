import {start} from '../ui/start';
import {Merchant} from './merchant';

start(Merchant);
