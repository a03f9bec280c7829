import {start} from '../ui/start';
import './driver.css';
import {Driver} from './driver';

start(Driver);
