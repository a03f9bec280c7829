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
if ('serviceWorker' in navigator) {
  // Without it (plain http, private window) the page works, only not without network.
  navigator.serviceWorker.register('/sw.js', {updateViaCache: 'none'}).catch(() => {});
}
