/** Preloaded into the service: tells its parent which of our functions ran since it was last asked. */
import { Session } from 'node:inspector/promises';
import process from 'node:process';

const session = new Session();
session.connect();

process.on('message', async (order) => {
  if (order === 'start') {
    await session.post('Profiler.enable');
    await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
    process.send('started');
    return;
  }
  const { result } = await session.post('Profiler.takePreciseCoverage');
  const ours = result.filter(({ url }) => url.includes('/dist/src/'));
  process.send(
    ours.flatMap(({ url, functions }) =>
      functions
        .filter(({ ranges }) => ranges[0].count > 0)
        .map(({ functionName }) => `${url.split('/dist/src/')[1]} ${functionName || '(arrow)'}`),
    ),
  );
});
