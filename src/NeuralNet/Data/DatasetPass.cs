namespace NeuralNet;

/// <summary>
/// One way through a data set. Two ways with the same seed and number give the same elements in the same order, which is what lets
/// a backup resume in the middle of an epoch.
/// </summary>
/// <param name="Seed">The seed: that of the model, where Fit reads.</param>
/// <param name="Number">The number of the way, 0 for the first epoch.</param>
/// <param name="CancellationToken">Ends waiting for data.</param>
public readonly record struct DatasetPass(int Seed, long Number, CancellationToken CancellationToken = default);
