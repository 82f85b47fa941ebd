namespace System.Runtime.CompilerServices;

/// <summary>Allows records in .NET Standard, which lacks this type.</summary>
internal static class IsExternalInit;
