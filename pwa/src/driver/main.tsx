import {followTaps} from '../push/opened';
import {start} from '../ui/start';
import './driver.css';
import {Driver} from './driver';

followTaps();
start(Driver);
