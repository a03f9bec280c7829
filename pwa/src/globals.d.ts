/** The app's version, set by the build. */
declare const __APP__: string;
