import {start} from '../ui/start';
import {Driver} from './driver';

start(Driver);
