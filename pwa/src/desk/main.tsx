import {followTaps} from '../push/opened';
import {start} from '../ui/start';
import {Desk} from './desk';

followTaps();
start(Desk);
