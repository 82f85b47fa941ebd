using System.Diagnostics;

namespace NeuralNet.Distributed;

/// <summary>The time of a training step of several processes, in seconds.</summary>
/// <param name="Total">The whole step.</param>
/// <param name="Compute">A step of one process with as many rows, while the other processes do the same.</param>
/// <param name="Exposed">The time in which the training waits for the exchange.</param>
internal sealed record StepMeasurement(double Total, double Compute, double Exposed)
{
    /// <summary>The layers of the network, and the rows of a batch of all processes.</summary>
    public const int Inputs = 784, Width = 1024, Classes = 10, Rows = 512;

    private const int Steps = 20, Repetitions = 9;

    /// <summary>The rest of the step: the other processes and the thread of the exchange use the same processor.</summary>
    public double Rest => Total - Compute - Exposed;

    /// <summary>
    /// Measures a step. Trainings alone and together alternate; the fastest of each counts, which other programs have disturbed least.
    /// </summary>
    public static StepMeasurement Measure(TrainingStrategy strategy)
    {
        var measured = new MeasuredStrategy(strategy);
        double compute = double.PositiveInfinity;
        (double Total, double Exposed) step = (double.PositiveInfinity, 0);
        for (int i = 0; i < Repetitions; i++)
        {
            compute = Math.Min(compute, Train(null, Rows / strategy.Count, strategy));
            double total = Train(measured, Rows, strategy);
            if (total < step.Total)
                step = (total, measured.Waited.TotalSeconds / Steps);
        }

        return new StepMeasurement(step.Total, compute, step.Exposed);
    }

    /// <summary>Returns the number of gradient values.</summary>
    public static int Values() => NewModel().Parameters.Sum(parameter => parameter.Shape.Size);

    /// <summary>Trains a step for the memory of the plan, and then the measured ones; returns the time of a step.</summary>
    private static double Train(MeasuredStrategy? measured, int rows, TrainingStrategy all)
    {
        Sequential model = NewModel();
        Tensor x = new([Steps * rows, Inputs]), y = new([Steps * rows, 1]);
        var options = new FitOptions
        {
            BatchSize = rows,
            Verbose = Verbosity.Silent,
            Strategy = measured,
            CheckFinite = false,
            Shuffle = false,
        };
        model.Fit(x.Slice(0, rows), y.Slice(0, rows), options);
        all.Gather([1], new byte[all.Count]);
        measured?.Reset();
        long start = Stopwatch.GetTimestamp();
        model.Fit(x, y, options);
        return Stopwatch.GetElapsedTime(start).TotalSeconds / Steps;
    }

    private static Sequential NewModel()
    {
        Sequential model = new Sequential(Inputs, seed: 1).Dense(Width, "relu").Dense(Width, "relu").Dense(Classes, "softmax");
        model.Compile(new SGD(0.01f), Loss.SparseCategoricalCrossEntropy);
        return model;
    }
}
