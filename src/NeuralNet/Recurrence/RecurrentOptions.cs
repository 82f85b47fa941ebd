namespace NeuralNet;

/// <summary>The settings of recurrent layers that do not depend on the cell.</summary>
internal readonly record struct RecurrentOptions(
    bool ReturnSequences, bool ReturnState, bool GoBackwards, bool IsStateful, bool ZeroOutputForMask)
{
    /// <summary>Returns the index in the input of the step that is computed as number <paramref name="step"/>.</summary>
    public int TimeOf(int step, int steps) => GoBackwards ? steps - 1 - step : step;
}
