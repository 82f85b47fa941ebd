namespace NeuralNet;

/// <summary>
/// A pass through a data set. Two passes with equal seeds and numbers give the same elements in the same order, so that a backup can resume
/// in the middle of an epoch.
/// </summary>
/// <param name="Seed">The seed: that of the model if Fit reads.</param>
/// <param name="Number">The number of the pass, 0 for the first epoch.</param>
/// <param name="CancellationToken">Ends waiting for data.</param>
public readonly record struct DatasetPass(int Seed, long Number, CancellationToken CancellationToken = default);
