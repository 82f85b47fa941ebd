using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// The part of one node in a pass: the layer's own functions, and what the library does around them, which is the final bias, the final
/// activation, the penalty on the output, and sums of gradients with several contributions.
/// </summary>
public sealed class NodePass
{
    private readonly Layer layer;
    private readonly Activation? activation;
    private readonly Parameter? bias;
    private readonly Tensor? biasGradient, activityGradient;
    private readonly Regularizer? activityRegularizer;
    private readonly GradientSum[] sums;
    private readonly ParameterGradientSum[] parameterSums;
    private readonly long randomUse;
    private readonly int rowLength;

    /// <param name="layer">The layer.</param>
    /// <param name="frame">Its tensors.</param>
    /// <param name="activation">The activation behind it, linear where only a bias is; null if neither is.</param>
    /// <param name="activityGradient">Memory for the gradient of the penalty on the output; null where none is needed.</param>
    /// <param name="sums">The gradients that are added to others behind the backward pass of this node.</param>
    /// <param name="parameterSums">The gradients of parameters that are added to those of another use of the layer.</param>
    /// <param name="randomUse">The index of this use of the layer in the key of its random draws (<see cref="RandomKey.OfUse"/>).</param>
    internal NodePass(Layer layer, Frame frame, Activation? activation, Tensor? activityGradient, GradientSum[] sums,
        ParameterGradientSum[] parameterSums, long randomUse)
    {
        this.layer = layer;
        this.activation = activation;
        this.activityGradient = activityGradient;
        this.sums = sums;
        this.parameterSums = parameterSums;
        this.randomUse = randomUse;
        Frame = frame;
        activityRegularizer = layer.ActivityRegularizer;
        rowLength = frame.Activated.Shape.Last;
        bias = layer.FinalBias;
        if (bias is null)
            return;
        biasGradient = frame.Gradient(bias);
        if (bias.Shape.Size != rowLength)
            throw layer.Error($"has the FinalBias '{bias.Name}' of shape {bias.Shape}; a bias has one value for each of the {rowLength} "
                + "places of the output's last axis");
    }

    /// <summary>The index of the node among those of the pass (<see cref="GradientPass.Nodes"/>) and of the graph.</summary>
    public int Index { get; internal init; }

    /// <summary>The layer.</summary>
    public Layer Layer => layer;

    /// <summary>The tensors of the layer in the pass.</summary>
    public Frame Frame { get; }

    /// <summary>The values of the first output, behind the final activation. Not to be written.</summary>
    public Tensor Output => Frame.Activated;

    /// <summary>The activation that the pass applies behind the layer; null if there is none.</summary>
    internal Activation? Activation => activation;

    /// <summary>Gets a value indicating whether a loss gives its gradient by the values before the final activation.</summary>
    internal bool GradientIsPreActivation { get; init; }

    /// <summary>
    /// Calls the layer's own <see cref="Layer.Backward"/>, which takes <see cref="Frame.OutputGradient"/> as the gradient by the values
    /// before the final activation, and writes the gradients of the inputs. For rules that pass the activation in a way of their own
    /// (<see cref="GradientPass.Backward(Action{NodePass})"/>).
    /// </summary>
    public void BackwardFromPreActivation() => layer.Backward(Frame);

    internal void Forward(bool isTraining, int seed, long step, BatchPart? part)
    {
        Frame.BeginPass(isTraining, seed, randomUse, step, part);
        layer.Forward(Frame);
        if (activation is not null)
            ActivationPass.Forward(activation, Frame.PreActivation, bias?.Value, Frame.Activated, rowLength);
        if (activityRegularizer is not null)
            Frame.Penalty += activityRegularizer.Penalty(Frame.Activated.Data) / Frame.BatchSize;
    }

    internal void Backward()
    {
        Tensor? gradient = Frame.OutputGradientOrNull;
        if (gradient is not null && activation is not null && !GradientIsPreActivation)
            ActivationPass.Backward(activation, Frame.PreActivation, Frame.Activated, gradient, rowLength);
        if (gradient is not null && activityGradient is not null)
            AddActivityGradient(gradient);
        if (biasGradient is not null)
            Rows.Sum(gradient!.Data, biasGradient.Data);
        layer.Backward(Frame);
        AddGradientSums();
    }

    /// <summary>Adds what the layer's backward pass has given to gradients with several contributions.</summary>
    internal void AddGradientSums()
    {
        foreach (GradientSum sum in sums)
            sum.Add();
        foreach (ParameterGradientSum sum in parameterSums)
            sum.Target.Add(sum.Source);
    }

    /// <summary>
    /// Adds the gradient of the penalty by the values before the activation: a loss that fuses with the activation leaves no other place.
    /// </summary>
    private void AddActivityGradient(Tensor gradient)
    {
        activityGradient!.Data.Clear();
        activityRegularizer!.AddGradient(Frame.Activated.Data, activityGradient.Data);
        TensorPrimitives.Multiply(activityGradient.Data, 1f / Frame.BatchSize, activityGradient.Data);
        if (activation is not null)
            ActivationPass.Backward(activation, Frame.PreActivation, Frame.Activated, activityGradient, rowLength);
        TensorPrimitives.Add(gradient.Data, activityGradient.Data, gradient.Data);
    }
}

/// <summary>The gradient of a parameter by one use of its layer, which is added to that by another.</summary>
internal readonly record struct ParameterGradientSum(GradientRows Source, GradientRows Target);

/// <summary>A gradient that is added to another after the backward pass of its node.</summary>
internal readonly record struct GradientSum(Tensor Source, Tensor Target)
{
    public void Add() => TensorPrimitives.Add(Target.Data, Source.Data, Target.Data);
}
