import {followTaps} from '../push/opened';
import {start} from '../ui/start';
import './driver.css';
import {Driver} from './driver';
import {startPhone} from './phone';

followTaps();
void startPhone(); // the disk is read while the frame is drawn
start(Driver);
