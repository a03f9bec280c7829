import {start} from '../ui/start';
import {Desk} from './desk';

start(Desk);
