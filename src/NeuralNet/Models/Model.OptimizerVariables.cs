namespace NeuralNet;

public partial class Model
{
    /// <summary>
    /// Returns a copy of the values with which the optimizer continues: the number of steps, the learning rate and the slots of all
    /// parameters that are trainable or were trained. Parameters that no training has changed yet have their initial slots.
    /// </summary>
    /// <exception cref="InvalidOperationException">The model is not compiled, or a training step changed it during the call.</exception>
    public OptimizerVariables GetOptimizerVariables()
    {
        CompileSettings compiled = RequireCompiled(nameof(GetOptimizerVariables));
        int begun = stepGuard.BeginPrediction();
        var variables = OptimizerVariables.Of(
            optimizerState!, compiled.Optimizer, Graph.Parameters.Where(parameter => parameter.IsTrainable));
        stepGuard.EndPrediction(begun);
        return variables;
    }

    /// <summary>Sets the values with which the optimizer continues, by copy. Parameters without slots begin with initial ones.</summary>
    /// <param name="variables">The values, such as those that another model of the same layers and optimizer had.</param>
    /// <exception cref="ArgumentException">
    /// A slot of the optimizer is missing, a slot has another shape than its parameter, the model does not have a parameter, or a number
    /// is negative. The model is unchanged.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The model is not compiled or is being trained, or a learning rate is given although the optimizer's follows a schedule.
    /// </exception>
    public void SetOptimizerVariables(OptimizerVariables variables)
    {
        ArgumentNullException.ThrowIfNull(variables);
        CompileSettings compiled = RequireCompiled(nameof(SetOptimizerVariables));
        OptimizerState state = variables.ToState(compiled.Optimizer, Graph, optimizerState!.Epoch);
        stepGuard.Begin(nameof(SetOptimizerVariables));
        (optimizerState, singleSteps) = (state, null);
        stepGuard.End();
    }
}
