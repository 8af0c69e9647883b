// The simulated clock says what "today" is on the page.
import { useCloud } from "./cloud/store";

// useByNow is what is read off the simulated time, in milliseconds and to the
// minute; until that is known, this machine's. Whatever shows it is drawn again
// only when it has changed.
export function useByNow<T extends string | undefined>(read: (now: number) => T): T {
  return useCloud(({ cloud }) => {
    const now = cloud ? Date.parse(cloud.now) : Date.now();
    return read(Math.floor(now / 60e3) * 60e3);
  });
}
