// The map's machinery in a file of its own: fetched when somebody first opens a map, and shared with no other page.
import 'leaflet/dist/leaflet.css';

export {control, divIcon, latLngBounds, map, marker, polyline, tileLayer} from 'leaflet';
