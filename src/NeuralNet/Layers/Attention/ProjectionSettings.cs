namespace NeuralNet;

/// <summary>The settings that the projections of an attention share.</summary>
internal sealed record ProjectionSettings
{
    public required bool UseBias { get; init; }

    public required Initializer KernelInitializer { get; init; }

    public required Initializer BiasInitializer { get; init; }

    public Regularizer? KernelRegularizer { get; init; }

    public Regularizer? BiasRegularizer { get; init; }

    public Regularizer? ActivityRegularizer { get; init; }

    public Constraint? KernelConstraint { get; init; }

    public Constraint? BiasConstraint { get; init; }
}
