// Runs ONNX models: node onnx-runtime.cjs <folder of node_modules> <jobs.json> <results.json>
const fs = require('fs');
const { createRequire } = require('module');

const [folder, jobsFile, resultsFile] = process.argv.slice(2);
const ort = createRequire(folder + '/package.json')('onnxruntime-node');

const arrays = {
    float32: data => Float32Array.from(data),
    float64: data => Float64Array.from(data),
    int32: data => Int32Array.from(data),
    int64: data => BigInt64Array.from(data, BigInt),
};

async function run(job) {
    const session = await ort.InferenceSession.create(job.file);
    const feeds = {};
    session.inputNames.forEach((name, i) => {
        const type = job.types ? job.types[i] : 'float32';
        feeds[name] = new ort.Tensor(type, arrays[type](job.inputs[i].data), job.inputs[i].shape);
    });
    const results = await session.run(feeds);
    const outputs = session.outputNames.map(name => ({ shape: results[name].dims, data: Array.from(results[name].data) }));
    return { inputNames: session.inputNames, outputNames: session.outputNames, outputs };
}

(async () => {
    const results = {};
    for (const job of JSON.parse(fs.readFileSync(jobsFile, 'utf8'))) {
        try {
            results[job.name] = await run(job);
        } catch (error) {
            results[job.name] = { error: String(error) };
        }
    }
    fs.writeFileSync(resultsFile, JSON.stringify(results));
})();
