namespace NeuralNet.Tests;

/// <summary>A Fit whose epochs report a figure named "score" with given values.</summary>
internal sealed class ScriptedFit
{
    public ScriptedFit(params double[] scores)
    {
        Scores = scores;
        Model = new Sequential(1, seed: 1).Dense(1);
        Model.Compile(new SGD(0.5f), "mse");
    }

    public Sequential Model { get; }

    public double[] Scores { get; }

    public StringWriter Output { get; } = new() { NewLine = "\n" };

    public Verbosity Verbose { get; init; } = Verbosity.Silent;

    /// <summary>The warnings in the output.</summary>
    public string[] Warnings =>
        [.. Output.ToString().Split('\n').Where(line => line.StartsWith("Warning: ", StringComparison.Ordinal))];

    public History Run(params Callback[] callbacks)
    {
        var script = new LambdaCallback(onEpochEnd: run => run.Logs.Set("score", Scores[run.Epoch]));
        return Model.Fit(
            new float[,] { { 1 }, { 2 } }, new float[,] { { 3 }, { 5 } }, epochs: Scores.Length, verbose: Verbose,
            callbacks: [script, .. callbacks], output: Output);
    }
}
