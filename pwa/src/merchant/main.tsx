/** @jsxImportSource ./dom */
import '../ui/css/tokens.css';
import './merchant.css';
import {draw} from './dom/jsx-runtime';
import {followLook} from './look';
import {begin} from './model';
import {Merchant} from './merchant';

const root = document.getElementById('app');
if (!root) throw new Error('the page has no #app');
followLook();
begin(() => draw(root, <Merchant />));
