using System.Globalization;
using NeuralNet.Distributed;
using NeuralNet.Mpi;

// mpirun -n 2 dotnet NeuralNet.Distributed.dll          the parts of a step, measured, and predicted by the model from the measured network
// With "deterministic", sums are computed over four groups of rows.
// dotnet NeuralNet.Distributed.dll model <ms>            a table of clusters, for a step of one machine of some milliseconds
if (args is ["model", string milliseconds])
{
    Tables.Write(double.Parse(milliseconds, CultureInfo.InvariantCulture) / 1e3);
    return;
}

using MpiWorld world = MpiWorld.Open();
var strategy = new DataParallel(world, deterministic: args.Contains("deterministic"));
StepMeasurement step = StepMeasurement.Measure(strategy);
NetworkMeasurement? network = world.Size > 1 ? NetworkMeasurement.Measure(strategy) : null;
if (world.Rank > 0)
    return;
Console.WriteLine($"processes {world.Size}, step {step.Total * 1e3:F2} ms: compute {step.Compute * 1e3:F2} ms, exposed communication "
    + $"{step.Exposed * 1e3:F2} ms, rest {step.Rest * 1e3:F2} ms");
if (network is null)
    return;
Console.WriteLine($"gather {network.Gather * 1e6:F1} us, small sum {network.Sum * 1e6:F1} us, bandwidth {network.Bandwidth / 1e9:F2} GB/s");
var model = new ClusterModel(network.Gather, 0, network.Bandwidth, Overlaps: false);
double predicted = model.StepTime(world.Size, step.Compute, StepMeasurement.Values(), strategy.BucketLength);
Console.WriteLine($"predicted step {predicted * 1e3:F2} ms, {predicted / step.Total - 1:+0 %;-0 %} of the measured one");
