namespace NeuralNet;

/// <summary>
/// Gives a constructor's parameter another name in files than its own in snake case, for a class marked as
/// <see cref="ConfigurableAttribute"/>.
/// </summary>
/// <param name="name">The name in files, such as <c>"beta_1"</c>.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class SettingAttribute(string name) : Attribute
{
    /// <summary>The name in files.</summary>
    public string Name { get; } = name;
}
