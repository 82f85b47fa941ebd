namespace NeuralNet.Plotting;

/// <summary>Points that belong together, by their name in the legend.</summary>
/// <param name="Name">The name of the series.</param>
/// <param name="X">The x of each point.</param>
/// <param name="Y">The y of each point, as many as there are x.</param>
public sealed record PlotSeries(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y);
