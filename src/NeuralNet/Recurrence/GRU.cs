namespace NeuralNet;

/// <summary>
/// A gated recurrent unit (<see cref="GRUCell"/>, where the formula is). Input (batch, steps, features), output (batch, units) of the last
/// step or (batch, steps, units). Cho et al., "Learning phrase representations using RNN encoder-decoder", 2014; Keras: layers/rnn/gru.py.
/// </summary>
/// <param name="units">The number of units.</param>
/// <param name="activation">The activation of the candidate; <see cref="Activation.Tanh"/> by default.</param>
/// <param name="recurrentActivation">The activation of the gates; <see cref="Activation.Sigmoid"/> by default.</param>
/// <param name="useBias">Whether a bias is added; true by default.</param>
/// <param name="kernelInitializer">The initializer of the kernel; <see cref="GlorotUniform"/> by default.</param>
/// <param name="recurrentInitializer">The initializer of the recurrent kernel; <see cref="Orthogonal"/> by default.</param>
/// <param name="biasInitializer">The initializer of the bias; <see cref="Zeros"/> by default.</param>
/// <param name="kernelRegularizer">The penalty on the kernel; none by default.</param>
/// <param name="recurrentRegularizer">The penalty on the recurrent kernel; none by default.</param>
/// <param name="biasRegularizer">The penalty on the bias; none by default.</param>
/// <param name="activityRegularizer">The penalty on the outputs of a batch, divided by the number of samples; none by default.</param>
/// <param name="kernelConstraint">The constraint on the kernel; none by default.</param>
/// <param name="recurrentConstraint">The constraint on the recurrent kernel; none by default.</param>
/// <param name="biasConstraint">The constraint on the bias; none by default.</param>
/// <param name="dropout">
/// The probability of dropping a feature of the input in training, in all steps of a sample or in none; 0 by default.
/// </param>
/// <param name="recurrentDropout">
/// The probability of dropping an element of the state in the product of each gate, likewise; 0 by default.
/// </param>
/// <param name="seed">The seed of the dropout; that of the model by default.</param>
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
/// <param name="resetAfter">Whether the reset gate is applied after the product with the recurrent kernel; true by default.</param>
/// <param name="zeroOutputForMask">
/// Whether the outputs of steps that are padding are 0, rather than the output before; false by default.
/// </param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
/// <exception cref="ArgumentOutOfRangeException">
/// The number of units is less than 1, or a dropout rate is not at least 0 and less than 1.
/// </exception>
[Configurable]
public sealed partial class GRU(
    int units, Activation? activation = null, Activation? recurrentActivation = null, bool useBias = true,
    Initializer? kernelInitializer = null, Initializer? recurrentInitializer = null, Initializer? biasInitializer = null,
    Regularizer? kernelRegularizer = null, Regularizer? recurrentRegularizer = null, Regularizer? biasRegularizer = null,
    Regularizer? activityRegularizer = null, Constraint? kernelConstraint = null, Constraint? recurrentConstraint = null,
    Constraint? biasConstraint = null, float dropout = 0, float recurrentDropout = 0, int? seed = null, bool returnSequences = false,
    bool returnState = false, bool goBackwards = false, bool stateful = false, bool unroll = false, bool resetAfter = true,
    bool zeroOutputForMask = false, string? name = null) : RecurrentLayer(
        new GRUCell(units, activation, recurrentActivation, useBias, kernelInitializer, recurrentInitializer, biasInitializer,
        kernelRegularizer, recurrentRegularizer, biasRegularizer, kernelConstraint, recurrentConstraint, biasConstraint, dropout,
        recurrentDropout, resetAfter, seed),
        new RecurrentOptions(returnSequences, returnState, goBackwards, stateful, zeroOutputForMask), name)
{
    private readonly Activation activation = activation ?? Activation.Tanh;
    private readonly Activation recurrentActivation = recurrentActivation ?? Activation.Sigmoid;
    private readonly Initializer kernelInitializer = kernelInitializer ?? new GlorotUniform();
    private readonly Initializer recurrentInitializer = recurrentInitializer ?? new Orthogonal();
    private readonly Initializer biasInitializer = biasInitializer ?? new Zeros();
}
