namespace NeuralNet;

/// <summary>How far a Fit is: reported after each batch, at most every 50 ms, and at the end of each epoch.</summary>
/// <param name="Epoch">The epoch, counted from 0.</param>
/// <param name="Epochs">The number at which training ends.</param>
/// <param name="Step">The number of batches done in this epoch.</param>
/// <param name="Steps">The number of batches of this epoch; 0 while it is not known.</param>
/// <param name="Loss">The mean loss of this epoch so far.</param>
/// <param name="Elapsed">The time since Fit began.</param>
public readonly record struct TrainingProgress(int Epoch, int Epochs, int Step, int Steps, double Loss, TimeSpan Elapsed);
