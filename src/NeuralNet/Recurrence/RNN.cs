namespace NeuralNet;

/// <summary>
/// Repeats a cell, a custom one for example, over the steps of sequences. Input (batch, steps, …), output (batch, size) of the last step
/// or (batch, steps, size), where size is that of the cell. Keras: layers/rnn/rnn.py.
/// </summary>
/// <param name="cell">The cell; <see cref="StackedRNNCells"/> puts several upon each other.</param>
/// <param name="returnSequences">
/// Whether the outputs of all steps are returned, rather than that of the last step; false by default.
/// </param>
/// <param name="returnState">Whether the final states are returned behind the output; false by default.</param>
/// <param name="goBackwards">
/// Whether the steps are computed from the last to the first; the outputs are in this order. False by default.
/// </param>
/// <param name="stateful">
/// Whether each batch begins with the final states of the batch before (<see cref="RecurrentLayer.ResetStates"/>); false by default.
/// </param>
/// <param name="unroll">Accepted for Keras, where it chooses between two forms of the same computation; false by default.</param>
/// <param name="zeroOutputForMask">
/// Whether the outputs of steps that are padding are 0, rather than the output before; false by default.
/// </param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
[Configurable]
public sealed partial class RNN(
    RecurrentCell cell, bool returnSequences = false, bool returnState = false, bool goBackwards = false, bool stateful = false,
    bool unroll = false, bool zeroOutputForMask = false, string? name = null) : RecurrentLayer(
        cell, new RecurrentOptions(returnSequences, returnState, goBackwards, stateful, zeroOutputForMask), name)
{
    private readonly RecurrentCell cell = cell;

    private void WriteCell(Configuration configuration) => configuration.SetLayer("cell", cell);

    private static RecurrentCell ReadCell(Configuration configuration) => CellSetting.Require(configuration.GetLayer("cell"), "cell");
}
