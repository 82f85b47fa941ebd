namespace NeuralNet;

/// <summary>The settings of the parameters and of the dropout of a <see cref="GatedCell"/>, defaults resolved.</summary>
internal sealed record GatedCellSettings(
    bool UseBias, Initializer KernelInitializer, Initializer RecurrentInitializer, Initializer BiasInitializer,
    Regularizer? KernelRegularizer, Regularizer? RecurrentRegularizer, Regularizer? BiasRegularizer, Constraint? KernelConstraint,
    Constraint? RecurrentConstraint, Constraint? BiasConstraint, float Dropout, float RecurrentDropout, int? Seed);
