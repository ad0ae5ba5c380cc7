import { expect, it } from 'vitest';
import { gpusOf, vendorOf } from '../../../src/engine/child/device/probe.js';

it('finds the GPUs that onnxruntime names in its log', () => {
  const line = (device: string) =>
    `2026-11-25 [I:onnxruntime:, a.cc:34 operator()] Discovered OrtHardwareDevice {${device}}`;
  const log = [
    line('vendor_id:0x1022, device_id:0x0, vendor:AMD, type:0, metadata: []'),
    'something else',
    line('vendor_id:0x10de, device_id:0x2684, vendor:NVIDIA, type:1, metadata: [LUID=123]'),
  ].join('\n');
  expect(gpusOf(log)).toEqual(['vendor_id:0x10de, device_id:0x2684, vendor:NVIDIA, type:1']);
  expect(gpusOf('')).toEqual([]);
});

it.each([
  ['vendor_id:0x10de, device_id:0x2684, vendor:NVIDIA, type:1', 'NVIDIA'],
  ['vendor_id:0x10de, device_id:0x2330, vendor:, type:1', 'NVIDIA'],
  ['vendor_id:0x9999, device_id:0x2330, vendor:, type:1', undefined],
])('knows who made a GPU: %s', (gpu, vendor) => {
  expect(vendorOf(gpu)).toBe(vendor);
});
