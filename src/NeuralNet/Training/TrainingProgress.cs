namespace NeuralNet;

/// <summary>The progress of a Fit, which is reported after batches, at most every 50 ms, and at the end of each epoch.</summary>
/// <param name="Epoch">The index of the epoch.</param>
/// <param name="Epochs">The epoch at which training ends.</param>
/// <param name="Step">The number of finished batches of this epoch.</param>
/// <param name="Steps">The number of batches of this epoch; 0 while the number is unknown.</param>
/// <param name="Loss">The mean loss of the finished batches of this epoch.</param>
/// <param name="Elapsed">The time since Fit began.</param>
public readonly record struct TrainingProgress(int Epoch, int Epochs, int Step, int Steps, double Loss, TimeSpan Elapsed);
