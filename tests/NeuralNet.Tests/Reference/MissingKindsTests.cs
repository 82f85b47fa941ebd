namespace NeuralNet.Tests;

public class MissingKindsTests
{
    [Fact]
    public void Activations() => Check("activations", Activation.Known.ClassNames, MissingKinds.Activations);

    [Fact]
    public void Losses() => Check("losses", Loss.Known.ClassNames, MissingKinds.Losses);

    [Fact]
    public void Optimizers() => Check("optimizers", Optimizer.Known.ClassNames, MissingKinds.Optimizers);

    [Fact]
    public void Schedules() => Check("schedules", LearningRateSchedule.Known.ClassNames, MissingKinds.Schedules);

    [Fact]
    public void Metrics() => Check("metrics", Metric.Known.ClassNames, MissingKinds.Metrics);

    [Fact]
    public void Layers() => Check("layers", Layer.Known.ClassNames, MissingKinds.Layers);

    private static void Check(string file, IEnumerable<string> known, string[] listed)
    {
        string[] missing = [.. new ReferenceFile(file).Kinds.Where(kind => !MissingKinds.IsKnown(kind, known))];
        Assert.True(
            missing.ToHashSet().SetEquals(listed),
            $"{file}.json has cases of kinds the library lacks: [{string.Join(", ", missing)}]. "
            + $"MissingKinds.cs names [{string.Join(", ", listed)}]. "
            + $"Strike off what has arrived: [{string.Join(", ", listed.Except(missing))}].");
    }
}
