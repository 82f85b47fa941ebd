using System.Diagnostics;

namespace NeuralNet.Comparison;

/// <summary>Training steps of this library: whole epochs of Fit, divided by their steps.</summary>
internal static class OwnSteps
{
    /// <summary>Runs steps until the runtime has compiled all methods with optimization, which takes some seconds.</summary>
    public static void WarmUp()
    {
        for (int round = 0; round < 3; round++)
        {
            foreach (Network network in Network.Table)
                Microseconds(network, 0.5);
        }
    }

    public static double Microseconds(Network network, double seconds)
    {
        Sequential model = network.Make();
        int batches = Math.Clamp((int)(2e7 / network.Sizes[0] / network.Batch), 4, 1000);
        (Tensor x, Tensor y) = network.MakeData(batches);
        Fit(TimeSpan.FromSeconds(Math.Min(1, seconds)));
        return Fit(TimeSpan.FromSeconds(seconds));

        double Fit(TimeSpan time)
        {
            var rounds = new List<double>();
            var whole = Stopwatch.StartNew();
            do
            {
                var round = Stopwatch.StartNew();
                model.Fit(x, y, network.Batch, checkFinite: false, verbose: Verbosity.Silent);
                rounds.Add(round.Elapsed.TotalMicroseconds / batches);
            }
            while (whole.Elapsed < time);
            return Statistics.Median(rounds);
        }
    }
}
