using System.Diagnostics;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

// Times training steps of TorchSharp. Usage: TorchSharpSteps THREADS SECONDS NETWORK... ; prints "NETWORK MICROSECONDS" lines.
// A network is written LAYERS:BATCH:OPTIMIZER:LOSS, as in steps_torch.py. The batch is a tensor that lies ready: no loader, no metrics.
int threads = int.Parse(args[0]);
double seconds = double.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture);
if (args is [_, _, "--version"])
{
    using Tensor probe = zeros(1);
    Console.WriteLine($"TorchSharp {typeof(torch).Assembly.GetName().Version!.ToString(3)} (libtorch {torch.__version__})");
    return;
}

set_num_threads(threads);
random.manual_seed(1);
foreach (string network in args.Skip(2))
    Console.WriteLine(FormattableString.Invariant($"{network} {TimeStep(network.Split(':'))}"));

double TimeStep(string[] parts)
{
    long[] sizes = [.. parts[0].Split('-').Select(long.Parse)];
    long batch = long.Parse(parts[1]);
    string lossName = parts[3];
    using Sequential model = Make(sizes, lossName);
    using Tensor x = rand(batch, sizes[0]);
    using Tensor y = lossName switch
    {
        "sparse_categorical_crossentropy" => randint(sizes[^1], [batch], ScalarType.Int64),
        "binary_crossentropy" => randint(2, [batch, 1]).to(ScalarType.Float32),
        _ => rand(batch, sizes[^1]),
    };
    using nn.Module loss = lossName switch
    {
        "sparse_categorical_crossentropy" => nn.CrossEntropyLoss(),
        "binary_crossentropy" => nn.BCEWithLogitsLoss(),
        _ => nn.MSELoss(),
    };
    var compute = (nn.Module<Tensor, Tensor, Tensor>)loss;
    using optim.Optimizer optimizer = parts[2] == "adam" ? optim.Adam(model.parameters(), 0.01) : optim.SGD(model.parameters(), 0.01);
    return Median(Step, seconds);

    void Step()
    {
        using DisposeScope scope = NewDisposeScope();
        optimizer.zero_grad();
        compute.call(model.call(x), y).backward();
        optimizer.step();
    }
}

static Sequential Make(long[] sizes, string loss)
{
    var layers = new List<nn.Module<Tensor, Tensor>>();
    for (int i = 0; i < sizes.Length - 1; i++)
    {
        layers.Add(nn.Linear(sizes[i], sizes[i + 1]));
        if (i < sizes.Length - 2)
            layers.Add(sizes[^1] == 1 ? nn.Tanh() : nn.ReLU());
        else if (loss == "mean_squared_error" && sizes[^1] == 1)
            layers.Add(nn.Sigmoid());
    }

    return nn.Sequential(layers);
}

// The median of ten rounds, in microseconds a step.
static double Median(Action step, double seconds)
{
    for (int i = 0; i < 3; i++)
        step();
    long start = Stopwatch.GetTimestamp();
    step();
    int count = Math.Max(1, (int)(seconds / 10 / Stopwatch.GetElapsedTime(start).TotalSeconds));
    var rounds = new double[count > 1 ? 10 : 5];
    for (int round = 0; round < rounds.Length; round++)
    {
        start = Stopwatch.GetTimestamp();
        for (int i = 0; i < count; i++)
            step();
        rounds[round] = Stopwatch.GetElapsedTime(start).TotalMicroseconds / count;
    }

    Array.Sort(rounds);
    return rounds[rounds.Length / 2];
}
